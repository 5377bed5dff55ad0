using System.Text.Json.Serialization;

namespace Aether.Smtp.Hooks.Http;

/// <summary>The JSON of hooks.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 8)]
[JsonSerializable(typeof(HttpHookQuestion))]
[JsonSerializable(typeof(HttpHookAnswer))]
internal sealed partial class HttpHookJson : JsonSerializerContext;
