// Answers, as they are written.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Bmnn;

/// <summary>As the library's texts are ordered: by their UTF-8.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    internal static readonly Utf8Order Instance = new Utf8Order();

    public int Compare(string? left, string? right)
    {
        var (a, b) = (Encoding.UTF8.GetBytes(left!), Encoding.UTF8.GetBytes(right!));
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if (a[i] != b[i])
                return a[i].CompareTo(b[i]);
        }
        return a.Length.CompareTo(b.Length);
    }
}

/// <summary>An object that is said: as the library writes JSON, keys in order, no spaces.</summary>
internal sealed class Said
{
    private readonly SortedDictionary<string, object?> members = new SortedDictionary<string, object?>(StringComparer.Ordinal);

    internal Said()
    {
    }

    internal Said(JsonValue json)
    {
        foreach (var member in json.Members)
            members[member.Key] = member.Value;
    }

    internal object? this[string key]
    {
        set => members[key] = value;
    }

    public override string ToString() => "{" + string.Join(",", members.Select(one => Quoted(one.Key) + ":" + Written(one.Value))) + "}";

    private static string Written(object? value)
    {
        switch (value)
        {
            case null:
                return "null";
            case bool truth:
                return truth ? "true" : "false";
            case string text:
                return Quoted(text);
            case IEnumerable<object?> items:
                return "[" + string.Join(",", items.Select(Written)) + "]";
            default:
                return value.ToString()!;
        }
    }

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
}
