using System.Text.Json;

namespace Aether.Identity.Tokens;

/// <summary>JSON of strangers may hold halves of characters, and octets that are none, which throw when somebody looks at them. RFC 8259 §8.</summary>
internal static class JsonText
{
    /// <summary>Reads each text once.</summary>
    /// <exception cref="InvalidOperationException">One is no text.</exception>
    public static bool IsWhole(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().All(static property => property.Name.Length >= 0 && IsWhole(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().All(IsWhole),
        JsonValueKind.String => element.GetString() is not null,
        _ => true,
    };
}
