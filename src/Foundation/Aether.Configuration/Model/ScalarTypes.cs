using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using Aether.Configuration.Values;

namespace Aether.Configuration.Model;

/// <summary>The table of single values a setting may have.</summary>
internal static class ScalarTypes
{
    private static readonly FrozenDictionary<Type, ScalarType> Table = new Dictionary<Type, ScalarType>
    {
        [typeof(string)] = new("text", "write a text", "string", text => text, value => (string)value),
        [typeof(bool)] = new("true or false", "write true or false", "boolean",
            text => text is "true" or "false" ? text is "true" : null, value => (bool)value ? "true" : "false"),
        [typeof(int)] = new("number", "write a whole number", "integer",
            text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null,
            value => ((int)value).ToString(CultureInfo.InvariantCulture)),
        [typeof(ByteSize)] = new("size", "write a size such as \"50 MiB\" (B, KiB, MiB, GiB, TiB)", "string",
            text => ByteSize.TryParse(text, out var size) ? size : null, value => ((ByteSize)value).ToString())
        { Pattern = "^\\s*[0-9]+\\s*([KkMmGgTt][Ii])?[Bb]\\s*$" },
        [typeof(TimeSpan)] = new("duration", "write a duration such as \"5 min\" (ms, s, min, h, d)", "string",
            text => DurationText.TryParse(text, out var duration) ? duration : null, value => DurationText.Format((TimeSpan)value))
        { Pattern = "^\\s*[0-9]+\\s*(ms|s|min|h|d)\\s*$" },
        [typeof(Secret)] = new("secret", "write a text", "string", text => new Secret(text), value => value.ToString()!),
        [typeof(IPNetwork)] = new("network", "write a network such as \"10.0.0.0/8\" or \"fd00::/8\"", "string",
            text => IPNetwork.TryParse(text, out var network) ? network : null, value => ((IPNetwork)value).ToString()),
        [typeof(IPEndPoint)] = new("address and port", "write an address and port such as \"127.0.0.1:53\"", "string",
            text => IPEndPoint.TryParse(text, out var endPoint) && endPoint.Port != 0 ? endPoint : null, value => ((IPEndPoint)value).ToString()),
    }.ToFrozenDictionary();

    public static ScalarType? Find(Type type) => type.IsEnum ? ForEnum(type) : Table.GetValueOrDefault(type);

    private static ScalarType ForEnum(Type type)
    {
        var values = Enum.GetValues(type).Cast<object>().ToFrozenDictionary(Written, StringComparer.Ordinal);
        string[] names = [.. Enum.GetValues(type).Cast<object>().Select(Written)];
        return new("choice", "write one of " + string.Join(", ", names), "string", values.GetValueOrDefault, Written) { Choices = names };
    }

    private static string Written(object value) => value.ToString()!.ToLowerInvariant();
}
