using System.Text.Json.Nodes;

namespace Aether.Configuration.Model;

/// <summary>One kind of single value: how it is read, written and described.</summary>
/// <param name="Name">As the documentation calls it.</param>
/// <param name="Remedy">What to write, when it is wrong.</param>
/// <param name="SchemaType">The JSON type it has.</param>
/// <param name="Parse">Null when the text is not such a value.</param>
/// <param name="Format">The text that <paramref name="Parse"/> gives back.</param>
internal sealed record ScalarType(string Name, string Remedy, string SchemaType, Func<string, object?> Parse, Func<object, string> Format)
{
    /// <summary>For values with a notation of their own.</summary>
    public string? Pattern { get; init; }

    /// <summary>For values out of a closed set.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    public JsonNode? ToJson(object? value) => value is null
        ? null
        : SchemaType is "string" ? JsonValue.Create(Format(value)) : JsonNode.Parse(Format(value));
}
