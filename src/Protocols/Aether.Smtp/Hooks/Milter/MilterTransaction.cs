using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Hooks.Milter;

/// <summary>One transaction as a filter hears of it: stage by stage, each answered unless the filter said that it won't.</summary>
internal sealed class MilterTransaction(MilterConnection connection) : HookTransaction
{
    private const int MaxPiece = 65_535;

    public override async ValueTask<HookVerdict> MailAsync(SmtpSession session, CancellationToken ct)
    {
        var verdict = HookVerdict.Continue;
        Macros('C', ("j", session.Options.Hostname), ("{daemon_name}", session.Options.Kind.ToString().ToLowerInvariant()), ("v", "Aether"));
        if (Wants(MilterSteps.NoConnect))
            verdict = await AskAsync(Connect(session), MilterSteps.SilentConnect, ct);
        if (verdict.Action is HookAction.Continue && Wants(MilterSteps.NoHelo))
            verdict = await AskAsync(MilterFrame.OfTexts('H', session.ClientName ?? ""), MilterSteps.SilentHelo, ct);
        if (verdict.Action is not HookAction.Continue || !Wants(MilterSteps.NoMail))
            return verdict;

        var transaction = session.Transaction!;
        Macros('M', ("i", transaction.MessageId), ("{mail_addr}", transaction.Mail.Sender?.ToString() ?? ""),
            ("{auth_type}", session.Login is null ? null : "PLAIN"), ("{auth_authen}", session.Login?.Address), ("{auth_author}", session.Login?.Address),
            ("{tls_version}", session.Connection.Tls?.Protocol.ToString()), ("{cipher}", session.Connection.Tls?.Cipher.ToString()));
        return await AskAsync(MilterFrame.OfTexts('M', $"<{transaction.Mail.Sender}>"), MilterSteps.SilentMail, ct);
    }

    public override async ValueTask<HookVerdict> RecipientAsync(SmtpSession session, RcptArguments recipient, CancellationToken ct)
    {
        if (!Wants(MilterSteps.NoRcpt))
            return HookVerdict.Continue;
        Macros('R', ("i", session.Transaction!.MessageId), ("{rcpt_addr}", recipient.Recipient.ToString()));
        return await AskAsync(MilterFrame.OfTexts('R', $"<{recipient.Recipient}>"), MilterSteps.SilentRcpt, ct);
    }

    public override async ValueTask<HookVerdict> ContentAsync(SmtpSession session, HookContent content, CancellationToken ct)
    {
        var verdict = HookVerdict.Continue;
        if (Wants(MilterSteps.NoData))
            verdict = await AskAsync(new MilterFrame('T', default), MilterSteps.SilentData, ct);
        if (verdict.Action is HookAction.Continue && Wants(MilterSteps.NoHeaders))
            verdict = await SendHeaderAsync(content, ct);
        if (verdict.Action is HookAction.Continue && Wants(MilterSteps.NoEndOfHeaders))
            verdict = await AskAsync(new MilterFrame('N', default), MilterSteps.SilentEndOfHeaders, ct);
        if (verdict.Action is HookAction.Continue && Wants(MilterSteps.NoBody))
            verdict = await SendBodyAsync(content, ct);
        if (verdict.Action is not HookAction.Continue)
            return verdict;
        Macros('E', ("i", session.Transaction!.MessageId));
        connection.Write(new MilterFrame('E', default));
        await connection.FlushAsync(ct);
        return await new MilterChanges(connection, content).ReadAsync(session.Limits.MaxMessageSize, ct);
    }

    public override async ValueTask DisposeAsync()
    {
        connection.Write(new MilterFrame('Q', default));
        try
        {
            await connection.FlushAsync(CancellationToken.None);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            // The filter is gone already.
        }

        await connection.DisposeAsync();
    }

    private async ValueTask<HookVerdict> SendHeaderAsync(HookContent content, CancellationToken ct)
    {
        foreach (var field in content.Fields)
        {
            // Line ends inside a value are LF here; the space behind the colon is sent only to those who asked for it.
            string value = Encoding.UTF8.GetString(field.Value.Span).Replace("\r\n", "\n", StringComparison.Ordinal);
            if (!connection.Steps.HasFlag(MilterSteps.LeadingSpace) && value.StartsWith(' '))
                value = value[1..];
            var verdict = await AskAsync(MilterFrame.OfTexts('L', field.Name, value), MilterSteps.SilentHeaders, ct);
            if (verdict.Action is not HookAction.Continue)
                return verdict;
        }

        return HookVerdict.Continue;
    }

    private async ValueTask<HookVerdict> SendBodyAsync(HookContent content, CancellationToken ct)
    {
        byte[] piece = new byte[MaxPiece];
        int read;
        for (long at = 0; (read = await content.ReadBodyAsync(at, piece, ct)) > 0; at += read)
        {
            connection.Write(new MilterFrame('B', piece.AsMemory(0, read)));
            await connection.FlushAsync(ct);
            if (connection.Steps.HasFlag(MilterSteps.SilentBody))
                continue;
            var answer = await connection.ReadAsync(ct);
            if (answer.Command == 's')
                return HookVerdict.Continue; // it has seen enough
            var verdict = MilterAnswer.Read(answer);
            if (verdict.Action is not HookAction.Continue)
                return verdict;
        }

        return HookVerdict.Continue;
    }

    private async ValueTask<HookVerdict> AskAsync(MilterFrame frame, MilterSteps silent, CancellationToken ct)
    {
        connection.Write(frame);
        if (connection.Steps.HasFlag(silent))
            return HookVerdict.Continue;
        await connection.FlushAsync(ct);
        return MilterAnswer.Read(await connection.ReadAsync(ct));
    }

    private bool Wants(MilterSteps no) => !connection.Steps.HasFlag(no);

    private void Macros(char stage, params ReadOnlySpan<(string Name, string? Value)> macros)
    {
        var texts = new List<string>();
        foreach (var (name, value) in macros)
        {
            if (value is not null)
                texts.AddRange([name, value]);
        }

        var data = MilterFrame.OfTexts('D', [.. texts]).Data;
        connection.Write(new MilterFrame('D', (byte[])[(byte)stage, .. data.Span]));
    }

    private static MilterFrame Connect(SmtpSession session)
    {
        var remote = session.Peer.Remote;
        var name = session.PeerName ?? $"[{remote.Address}]";
        byte[] port = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(port, (ushort)remote.Port);
        char family = remote.AddressFamily is AddressFamily.InterNetworkV6 ? '6' : '4';
        return new MilterFrame('C', (byte[])[.. Encoding.UTF8.GetBytes(name), 0, (byte)family, .. port, .. Encoding.ASCII.GetBytes(remote.Address.ToString()), 0]);
    }
}
