using System.Text.Json.Serialization;

namespace Aether.Admin.Contracts;

/// <summary>How requests and answers are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AddDomainRequest))]
[JsonSerializable(typeof(AddAccountRequest))]
[JsonSerializable(typeof(SetPasswordRequest))]
[JsonSerializable(typeof(AddAliasRequest))]
[JsonSerializable(typeof(QuotaRequest))]
[JsonSerializable(typeof(AddTenantRequest))]
[JsonSerializable(typeof(SetTenantRequest))]
[JsonSerializable(typeof(IReadOnlyList<TenantView>))]
[JsonSerializable(typeof(IReadOnlyList<DomainView>))]
[JsonSerializable(typeof(IReadOnlyList<AccountView>))]
[JsonSerializable(typeof(IReadOnlyList<AliasView>))]
[JsonSerializable(typeof(IReadOnlyList<QueuedMessageView>))]
[JsonSerializable(typeof(RetryView))]
[JsonSerializable(typeof(StoreReportView))]
[JsonSerializable(typeof(BackupRequest))]
[JsonSerializable(typeof(RestoreRequest))]
[JsonSerializable(typeof(BackupView))]
[JsonSerializable(typeof(SalvageView))]
[JsonSerializable(typeof(ProblemView))]
public sealed partial class AdminJson : JsonSerializerContext;
