using System.Text.Json.Serialization;

namespace Aether.Validation.Failures;

/// <summary>How failures that are to be told, and those that others tell of, are kept.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(FailureDetail))]
[JsonSerializable(typeof(FailureSummary))]
public sealed partial class FailureJson : JsonSerializerContext;
