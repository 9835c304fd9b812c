// A runner of a few lines, for machines that have a .NET runtime and no SDK. With an
// SDK xunit runs the same tests, and this file is left out.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace Xunit
{
    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class FactAttribute : Attribute
    {
    }

    /// <summary>As much of xunit's Assert as the tests use.</summary>
    internal static class Assert
    {
        public static void True(bool holds, string? what = null) => Hold(holds, what ?? "true");

        public static void False(bool holds, string? what = null) => Hold(!holds, what ?? "false");

        public static void Null(object? value) => Hold(value is null, "null, not " + value);

        public static void NotNull(object? value) => Hold(value != null, "not null");

        public static void Equal<T>(T wanted, T found) =>
            Hold(EqualityComparer<T>.Default.Equals(wanted, found), "`" + wanted + "`, not `" + found + "`");

        public static void Equal<T>(IEnumerable<T> wanted, IEnumerable<T> found) =>
            Hold(wanted.SequenceEqual(found), "[" + string.Join(", ", wanted) + "], not [" + string.Join(", ", found) + "]");

        public static void NotEqual<T>(T unwanted, T found) =>
            Hold(!EqualityComparer<T>.Default.Equals(unwanted, found), "anything but `" + unwanted + "`");

        public static void Contains(string part, string? whole) =>
            Hold(whole != null && whole.Contains(part), "`" + part + "` in `" + whole + "`");

        public static void DoesNotContain(string part, string? whole) =>
            Hold(whole != null && !whole.Contains(part), "no `" + part + "` in `" + whole + "`");

        public static T Throws<T>(Action action) where T : Exception
        {
            try
            {
                action();
            }
            catch (Exception thrown) when (thrown.GetType() == typeof(T))
            {
                return (T)thrown;
            }
            throw new InvalidOperationException("expected " + typeof(T).Name);
        }

        public static T Throws<T>(Func<object?> action) where T : Exception => Throws<T>(() => { action(); });

        private static void Hold(bool holds, string wanted)
        {
            if (!holds)
                throw new InvalidOperationException("expected " + wanted);
        }
    }
}

internal static class Runner
{
    // `--list` names the tests, and `--only NAME` runs that one; else the arguments are
    // parts of the names of those to run.
    internal static int Run(string[] arguments)
    {
        var tests = typeof(Runner).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public))
            .Where(method => method.GetCustomAttribute<Xunit.FactAttribute>() != null)
            .OrderBy(Name, StringComparer.Ordinal).ToList();
        if (arguments.Length == 1 && arguments[0] == "--list")
        {
            tests.ForEach(test => Console.WriteLine(Name(test)));
            return 0;
        }
        if (arguments.Length == 2 && arguments[0] == "--only")
            return Run(tests.Where(test => Name(test) == arguments[1]));
        return Run(tests.Where(test => arguments.Length == 0 || arguments.Any(part => Name(test).Contains(part))));
    }

    private static int Run(IEnumerable<MethodInfo> tests)
    {
        var (passed, failed) = (0, 0);
        foreach (var test in tests)
        {
            try
            {
                // As xunit does: an object for each test, disposed of after it.
                var subject = Activator.CreateInstance(test.DeclaringType!);
                try
                {
                    test.Invoke(subject, null);
                }
                finally
                {
                    (subject as IDisposable)?.Dispose();
                }
                passed++;
            }
            catch (TargetInvocationException cause)
            {
                failed++;
                Console.WriteLine("FAILED " + Name(test) + ": " + cause.InnerException);
            }
        }
        Console.WriteLine(passed + " passed, " + failed + " failed");
        return failed == 0 && passed > 0 ? 0 : 1;
    }

    private static string Name(MethodInfo test) => test.DeclaringType!.Name + "." + test.Name;
}
