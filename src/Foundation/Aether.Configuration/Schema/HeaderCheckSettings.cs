using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Mail with a certain header field is refused, dropped or held; the first that fits counts.</summary>
public sealed record HeaderCheckSettings
{
    [Setting("The field and its text, with * for anything, such as \"Subject: *lottery*\"; as it stands, and as it reads.")]
    public string Header { get; init; } = "X-Unwanted: *";

    [Setting("reject, discard (it is taken, and dropped), or hold (it stays in the queue until it is released).")]
    public HeaderAction Action { get; init; } = HeaderAction.Reject;

    [Setting("What a refusal says.")]
    public string Text { get; init; } = "The message is not wanted here";
}
