using System.Text;
using Aether.Mime.Scanning;
using Aether.Mime.Structure;

namespace Aether.Mime.Tests;

/// <summary>Runs one scan the way a test wants it.</summary>
internal static class Scan
{
    public static MessageFacts Whole(ReadOnlySpan<byte> message, MimeLimits? limits = null) => InChunks(message, int.MaxValue, limits);

    public static MessageFacts Whole(string message, MimeLimits? limits = null) => Whole(Octets(message), limits);

    public static MessageFacts InChunks(ReadOnlySpan<byte> message, int size, MimeLimits? limits = null)
    {
        var scanner = new MessageScanner(limits ?? MimeLimits.Default);
        while (!message.IsEmpty)
        {
            var chunk = message[..Math.Min(size, message.Length)];
            scanner.Append(chunk);
            message = message[chunk.Length..];
        }

        return scanner.Complete();
    }

    /// <summary>Raw string literals have LF ends; mail has CRLF.</summary>
    public static byte[] Octets(string message) => Encoding.Latin1.GetBytes(message.ReplaceLineEndings("\r\n"));

    public static string Text(ReadOnlyMemory<byte> octets) => Encoding.Latin1.GetString(octets.Span);

    public static PartIndex Parts(MessageFacts facts, long prefix = 0)
    {
        Assert.True(PartIndex.TryRead(facts.Parts.Span, prefix, out var index));
        return index;
    }

    /// <summary>Everything a scan found, in one comparable text.</summary>
    public static string Describe(MessageFacts facts) =>
        $"{facts.Size} {facts.HeaderLength} {facts.Violation} {facts.ReceivedCount} {facts.MessageId} {string.Join(',', facts.References)} {facts.Subject} {facts.From} {facts.Date}\n"
        + $"{Text(facts.Envelope)}\n{Text(facts.BodyStructure)}\n{Convert.ToHexString(facts.Parts.Span)}";
}
