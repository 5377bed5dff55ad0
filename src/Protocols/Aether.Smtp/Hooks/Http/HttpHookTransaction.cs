using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Hooks.Http;

/// <summary>One transaction as a service over HTTP hears of it.</summary>
internal sealed class HttpHookTransaction(HttpClient client, Uri address) : HookTransaction
{
    private const int MaxText = 400;

    public override ValueTask<HookVerdict> MailAsync(SmtpSession session, CancellationToken ct) => AskAsync(Question(session, "mail"), ct);

    public override ValueTask<HookVerdict> RecipientAsync(SmtpSession session, RcptArguments recipient, CancellationToken ct) =>
        AskAsync(Question(session, "rcpt") with { Recipients = [recipient.Recipient.ToString()] }, ct);

    public override ValueTask<HookVerdict> ContentAsync(SmtpSession session, HookContent content, CancellationToken ct) => AskAsync(
        Question(session, "content") with
        {
            Recipients = [.. session.Transaction!.Recipients.Select(recipient => recipient.Arguments.Recipient.ToString())],
            Size = content.Size,
            Headers = [.. content.Fields.Select(field => new HttpHookField(field.Name, Encoding.UTF8.GetString(field.Value.Span).Trim()))],
        },
        ct);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static HttpHookQuestion Question(SmtpSession session, string stage) => new(
        stage, session.Transaction!.MessageId, session.Options.Kind.ToString().ToLowerInvariant(), session.Peer.Remote.Address.ToString(), session.ClientName ?? "",
        session.Connection.Tls is not null, session.Login?.Address, session.Transaction.Mail.Sender?.ToString() ?? "");

    private async ValueTask<HookVerdict> AskAsync(HttpHookQuestion question, CancellationToken ct)
    {
        try
        {
            using var response = await client.PostAsJsonAsync(address, question, HttpHookJson.Default.HttpHookQuestion, ct);
            if (!response.IsSuccessStatusCode)
                throw new HookException($"it answered {(int)response.StatusCode}");
            var answer = await response.Content.ReadFromJsonAsync(HttpHookJson.Default.HttpHookAnswer, ct) ?? throw new HookException("it answered nothing");
            return Verdict(answer);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or NotSupportedException)
        {
            throw new HookException(failure.Message, failure);
        }
    }

    private static HookVerdict Verdict(HttpHookAnswer answer) => answer.Action switch
    {
        "continue" => HookVerdict.Continue with { Changes = Changes(answer) },
        "accept" => HookVerdict.Accept with { Changes = Changes(answer) },
        "discard" => HookVerdict.Discard,
        "reject" => HookVerdict.Refuse(Reply(answer, 550)),
        "tempfail" => HookVerdict.Refuse(Reply(answer, 451)),
        "quarantine" => HookVerdict.Continue with { Changes = new ContentChanges { IsHeld = true } },
        _ => throw new HookException("it answered no action that we know"),
    };

    private static ContentChanges? Changes(HttpHookAnswer answer)
    {
        if (answer.AddHeaders is not { Count: > 0 } fields)
            return null;
        var changes = new ContentChanges();
        foreach (var field in fields)
        {
            // A line end would begin a field of its own, or the body.
            if (field.Name.Length is 0 or > 200 || field.Name.Any(c => c is <= ' ' or >= '\x7f' or ':') || field.Value.Any(char.IsControl))
                throw new HookException("it adds a field that is none");
            changes.OnTop.Add($"{field.Name}: {field.Value}\r\n");
        }

        return changes;
    }

    private static SmtpReply Reply(HttpHookAnswer answer, int usual)
    {
        int code = answer.Code is { } given && given / 100 == usual / 100 ? given : usual;
        var text = string.Concat((answer.Text ?? "").Take(MaxText).Select(c => char.IsControl(c) || !Ascii.IsValid(c) ? ' ' : c));
        return new SmtpReply(code, new EnhancedStatus(code / 100, 7, 1), text.Length == 0 ? "Refused by a policy of this site" : text);
    }
}
