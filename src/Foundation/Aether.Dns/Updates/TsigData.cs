namespace Aether.Dns.Updates;

/// <summary>What a signature record holds. RFC 8945 §4.2.</summary>
internal sealed record TsigData(long Time, int Fudge, byte[] Mac, ushort OriginalId, int Error, byte[] Other);
