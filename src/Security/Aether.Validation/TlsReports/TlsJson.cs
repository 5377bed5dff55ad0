using System.Text.Json.Serialization;

namespace Aether.Validation.TlsReports;

/// <summary>How what is counted, and what is read of others' reports, is kept.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TlsDetail))]
[JsonSerializable(typeof(TlsReport))]
public sealed partial class TlsJson : JsonSerializerContext;
