using System.Text.Json.Serialization;

namespace Aether.Validation.DmarcReports;

/// <summary>How what is counted, and what is read of others' reports, is kept.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(DmarcDetail))]
[JsonSerializable(typeof(DmarcReportSummary))]
public sealed partial class DmarcJson : JsonSerializerContext;
