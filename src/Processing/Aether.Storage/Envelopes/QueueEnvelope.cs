namespace Aether.Storage.Envelopes;

/// <summary>The parts of an envelope that are the same for every recipient. RFC 3461 §4, RFC 6152, RFC 6531.</summary>
/// <param name="Body">What the octets need on their way: <c>7BIT</c>, <c>8BITMIME</c> or <c>BINARYMIME</c>.</param>
/// <param name="SmtpUtf8">Addresses or headers hold UTF-8.</param>
/// <param name="EnvId">ENVID as given, still xtext; null: none.</param>
/// <param name="Ret">RET: <c>FULL</c>, <c>HDRS</c> or null.</param>
/// <param name="Login">Address of the account that submitted it; null: it came from outside or is a bounce.</param>
public sealed record QueueEnvelope(string Body = "7BIT", bool SmtpUtf8 = false, string? EnvId = null, string? Ret = null, string? Login = null)
{
    /// <summary>Only over TLS with a certificate that fits. RFC 8689.</summary>
    public bool RequireTls { get; init; }

    /// <summary>It goes out whatever the policies of its recipients say of encryption. RFC 8689 §5.</summary>
    public bool TlsOptional { get; init; }

    /// <summary>From -9 to 9, to be told to the next server. RFC 6710.</summary>
    public int MtPriority { get; init; }

    /// <summary>The time that the sender wants it delivered by. RFC 2852.</summary>
    public DateTimeOffset? DeliverBy { get; init; }

    /// <summary>What follows then: <c>N</c> or <c>R</c>, with <c>T</c> for a trace.</summary>
    public string? DeliverByMode { get; init; }

    /// <summary>What stood in the row could not be read, so none of this is known: nothing is sent by it.</summary>
    public bool IsDamaged { get; init; }
}
