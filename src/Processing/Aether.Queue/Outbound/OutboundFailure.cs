using Aether.Protocol.Smtp;

namespace Aether.Queue.Outbound;

/// <summary>The connection or the server can't be used: the next host may do better. Carries what the queue notes down.</summary>
internal sealed class OutboundFailure(SmtpReply reply, Exception? inner = null) : IOException(reply.ToString(), inner)
{
    public SmtpReply Reply { get; } = reply;

    public static OutboundFailure Network(string text, Exception? inner = null) => new(new SmtpReply(451, new(4, 4, 2), text), inner);

    public static OutboundFailure Tls(string text, Exception? inner = null) => new(new SmtpReply(451, new(4, 7, 5), text), inner);

    public static OutboundFailure Login(string text) => new(new SmtpReply(454, new(4, 7, 0), text));

    public static OutboundFailure Protocol(string text) => new(new SmtpReply(451, new(4, 5, 0), text));
}
