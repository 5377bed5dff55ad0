using System.Text.Json;

namespace Aether.Tls.Acme;

/// <summary>What the authority answered.</summary>
/// <param name="Location">Where the thing is that was made; null where none was.</param>
/// <param name="Text">The body, where it is no JSON.</param>
internal sealed record AcmeAnswer(Uri? Location, JsonElement Body, string Text)
{
    /// <summary>What stands for a body that is no JSON.</summary>
    public static JsonElement Nothing { get; } = JsonDocument.Parse("{}").RootElement;

    public string this[string name] => Body.ValueKind is JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";

    /// <summary>A list of addresses.</summary>
    public IReadOnlyList<Uri> Addresses(string name) => Body.ValueKind is JsonValueKind.Object && Body.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array
        ? [.. list.EnumerateArray().Select(static one => new Uri(one.GetString()!))]
        : [];
}
