using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;

namespace Aether.Host.Cli;

/// <summary>One call of the management interface.</summary>
internal sealed record AdminRequest(HttpMethod Method, string Path, HttpContent? Body = null)
{
    public static AdminRequest Get(string path, params (string Name, string? Value)[] query) => new(HttpMethod.Get, path + Query(query));

    public static AdminRequest Delete(string path, params (string Name, string? Value)[] query) => new(HttpMethod.Delete, path + Query(query));

    public static AdminRequest Post(string path) => new(HttpMethod.Post, path);

    public static AdminRequest Post<T>(string path, T body, JsonTypeInfo<T> type) => new(HttpMethod.Post, path, JsonContent.Create(body, type));

    public static AdminRequest Put<T>(string path, T body, JsonTypeInfo<T> type) => new(HttpMethod.Put, path, JsonContent.Create(body, type));

    private static string Query((string Name, string? Value)[] query)
    {
        string joined = string.Join('&', query.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));
        return joined.Length == 0 ? "" : "?" + joined;
    }
}
