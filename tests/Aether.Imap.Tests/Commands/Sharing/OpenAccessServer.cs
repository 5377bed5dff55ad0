namespace Aether.Imap.Tests.Commands.Sharing;

/// <summary>Who is near ann may make and name mailboxes below Top.</summary>
public sealed class OpenAccessServer : AccessServer
{
    protected override string OnTop => "k";
}
