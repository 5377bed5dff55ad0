namespace Aether.Queue.Reports;

/// <summary>A report as a message.</summary>
/// <param name="ReportId">Unique; also what the Message-ID begins with.</param>
/// <param name="Fields">More header fields, CRLF-ended.</param>
/// <param name="Container">The media type of the whole, without its boundary.</param>
/// <param name="Text">For people.</param>
/// <param name="Parts">For machines.</param>
internal sealed record ReportLetter(string Subject, string ReportId, string Fields, string Container, string Text, params IReadOnlyList<ReportPart> Parts)
{
    /// <summary>It goes out also where TLS does not work: that is what it tells of. RFC 8460 §3, RFC 8689 §5.</summary>
    public bool IsTlsOptional { get; init; }
}
