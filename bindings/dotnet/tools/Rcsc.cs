// A small `csc` over the public Roslyn API: the flags are the compiler's own. It is
// for machines that have a .NET runtime and no SDK; where there is an SDK, use it.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

static class Rcsc
{
    static int Main(string[] arguments)
    {
        var said = CSharpCommandLineParser.Default.Parse(arguments, Directory.GetCurrentDirectory(), null, null);
        if (Told(said.Errors))
            return 1;

        var trees = new List<SyntaxTree>();
        foreach (var file in said.SourceFiles)
        {
            using var stream = File.OpenRead(file.Path);
            var text = SourceText.From(stream, Encoding.UTF8, SourceHashAlgorithm.Sha256);
            trees.Add(CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)said.ParseOptions, file.Path));
        }
        var references = new List<MetadataReference>();
        foreach (var wanted in said.MetadataReferences)
        {
            var folders = said.ReferencePaths.Select(folder => Path.Combine(folder, wanted.Reference));
            var path = folders.Prepend(wanted.Reference).FirstOrDefault(File.Exists);
            if (path == null)
            {
                Console.Error.WriteLine("no reference " + wanted.Reference);
                return 1;
            }
            references.Add(MetadataReference.CreateFromFile(path, wanted.Properties));
        }

        var options = ((CSharpCompilationOptions)said.CompilationOptions)
            .WithStrongNameProvider(new DesktopStrongNameProvider(said.KeyFileSearchPaths));
        var name = Path.GetFileNameWithoutExtension(said.OutputFileName);
        var compilation = CSharpCompilation.Create(name, trees, references, options);

        Directory.CreateDirectory(said.OutputDirectory);
        var output = Path.Combine(said.OutputDirectory, said.OutputFileName);
        using var binary = File.Create(output);
        using var symbols = File.Create(Path.ChangeExtension(output, ".pdb"));
        using var documentation = said.DocumentationPath == null ? null : File.Create(said.DocumentationPath);
        var emitted = compilation.Emit(binary, symbols, documentation,
            options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        return Told(emitted.Diagnostics) || !emitted.Success ? 1 : 0;
    }

    // Shows warnings and errors, and says whether there is an error.
    static bool Told(IEnumerable<Diagnostic> diagnostics)
    {
        var shown = diagnostics.Where(one => one.Severity >= DiagnosticSeverity.Warning && !one.IsSuppressed).ToList();
        shown.ForEach(one => Console.Error.WriteLine(one));
        return shown.Any(one => one.Severity == DiagnosticSeverity.Error);
    }
}
