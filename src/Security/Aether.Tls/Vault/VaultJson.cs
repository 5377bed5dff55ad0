using System.Text.Json.Serialization;

namespace Aether.Tls.Vault;

/// <summary>How items are written before they are sealed.</summary>
[JsonSerializable(typeof(KeptCertificate))]
[JsonSerializable(typeof(RenewalTrouble))]
internal sealed partial class VaultJson : JsonSerializerContext;
