using System.Text.Json.Serialization;

namespace Aether.Storage.Envelopes;

/// <summary>The envelope column of the queue as JSON: it may gain fields, so old rows stay readable.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(QueueEnvelope))]
internal sealed partial class QueueJson : JsonSerializerContext;
