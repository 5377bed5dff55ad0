namespace Aether.Imap.Selected;

/// <summary>A run of places in a <see cref="MailboxView"/>, counted from zero; <paramref name="End"/> is behind it.</summary>
internal readonly record struct IndexRange(int Start, int End);
