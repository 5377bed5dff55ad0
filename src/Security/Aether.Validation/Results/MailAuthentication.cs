using Aether.Validation.Arc;
using Aether.Validation.Bimi;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Spf;

namespace Aether.Validation.Results;

/// <summary>All that was found out about who sent a message: read by filters, scripts, the trace and the console. A stable form.</summary>
/// <param name="ServiceId">Our name as the one who checked. RFC 8601 §2.5.</param>
public sealed record MailAuthentication(string ServiceId)
{
    public ReverseOutcome? Reverse { get; init; }

    public SpfOutcome? HeloSpf { get; init; }

    public SpfOutcome? Spf { get; init; }

    /// <summary>The MAIL FROM address; empty for the null reverse-path.</summary>
    public string Sender { get; init; } = "";

    public string Helo { get; init; } = "";

    public IReadOnlyList<DkimOutcome> Dkim { get; init; } = [];

    public ArcOutcome Arc { get; init; } = ArcOutcome.None;

    public DmarcOutcome? Dmarc { get; init; }

    /// <summary>The indicator of the author; null where nobody looks for any.</summary>
    public BimiOutcome? Bimi { get; init; }

    /// <summary>The name that readers take the author's domain for; null: they take it for what it is.</summary>
    public string? LooksLike { get; init; }

    public MailAction Action { get; init; }

    /// <summary>Why it is not simply accepted, or why a policy was not applied.</summary>
    public string? Reason { get; init; }

    /// <summary>A look-up failed for now.</summary>
    public bool HasTemporaryErrors { get; init; }
}
