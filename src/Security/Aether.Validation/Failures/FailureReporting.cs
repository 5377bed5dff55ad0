namespace Aether.Validation.Failures;

/// <summary>What domains hear of single messages that fail.</summary>
/// <param name="Redaction">Hides who the recipients are; null: they may be shown.</param>
/// <param name="MaxHeader">Octets of a message's header that are told.</param>
public sealed record FailureReporting(FailureRedaction? Redaction, int MaxHeader);
