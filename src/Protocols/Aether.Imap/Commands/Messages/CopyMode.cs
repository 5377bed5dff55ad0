namespace Aether.Imap.Commands.Messages;

/// <summary>Whether messages stay where they were. RFC 3501 §6.4.7, RFC 6851.</summary>
internal enum CopyMode
{
    Copy,
    Move,
}
