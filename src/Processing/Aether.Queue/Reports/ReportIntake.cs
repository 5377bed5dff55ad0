using Aether.Protocol.Smtp;
using Aether.Queue.Returns;
using Aether.Queue.Settings;
using Aether.Storage;
using Aether.Storage.Queue;
using Aether.Storage.Reports;
using Aether.Validation.Domains;
using Aether.Validation.Messages;
using Aether.Validation.Results;

namespace Aether.Queue.Reports;

/// <summary>
/// Takes reports that others send about our domains off the queue, and keeps what they say. Who wrote one can't be known for sure: it
/// is kept with its sender, and with the author that DMARC stood behind.
/// </summary>
public sealed class ReportIntake(MailStore store, ReportOptions options, TimeProvider clock)
{
    private static readonly SmtpReply Kept = new(250, new(2, 0, 0), "Read as a report and kept");
    private static readonly SmtpReply Known = new(250, new(2, 0, 0), "The report is here already");
    private static readonly SmtpReply Foreign = new(550, new(5, 6, 0), "The report is about no domain of ours");

    /// <summary>Who counts; null: nobody.</summary>
    public ReportMetrics? Metrics { get; init; }

    /// <returns>What is written down: a refusal is a dead letter, and nobody is told.</returns>
    internal async Task<SmtpReply> TakeAsync(QueuedMessage message, CancellationToken ct)
    {
        if (message.Size > options.MaxMessage)
            return Unreadable("it is too large");
        string problem = "it has no attachment";
        try
        {
            var parsed = await store.Bodies.ReopenAsync(message.Blob, ct);
            using var body = await store.Queue.OpenBodyAsync(message, ct);
            if (await ReportParts.ReadAsync(parsed.Facts.Parts, message.Prefix.Length, body, ReportParts.Feedback, ct) is { } feedback)
                return await TakeFailureAsync(message, parsed.Facts.MessageId, feedback, ct);
            foreach (byte[] content in await ReportAttachments.ReadAsync(parsed.Facts.Parts, message.Prefix.Length, body, ct))
            {
                var (report, sources, found) = ReportReading.Read(content, options);
                if (report is not null)
                    return await KeepAsync(report with { Received = clock.GetUtcNow(), Sender = message.Sender, Verified = AuthorOf(message) }, sources, ct);
                problem = found;
            }

            return Unreadable(problem);
        }
        catch (CorruptBlobException)
        {
            return new SmtpReply(451, new(4, 3, 0), "The message can't be read");
        }
    }

    /// <summary>Takes a report of sessions that somebody posted: others come by mail. RFC 8460 §5.4.</summary>
    /// <param name="content">Within <see cref="ReportOptions.MaxMessage"/>; packed or not.</param>
    /// <param name="sender">From where, for people.</param>
    /// <returns>Why it is not kept; empty: it is, or was here already.</returns>
    public async Task<string> TakePostedAsync(byte[] content, string sender, CancellationToken ct)
    {
        var (report, sources, problem) = ReportReading.Read(content, options);
        if (report is not { Kind: ReportKind.Tls })
            return Unreadable(report is null ? problem : "it is no report of this kind").Text;
        var reply = await KeepAsync(report with { Received = clock.GetUtcNow(), Sender = sender }, sources, ct);
        return reply.Code == 250 ? "" : reply.Text;
    }

    private async Task<SmtpReply> TakeFailureAsync(QueuedMessage message, string? id, ReportParts parts, CancellationToken ct)
    {
        var (report, source, problem) = ReportReading.ReadFailure(parts.Status, parts.Returned, id);
        return report is null || source is null
            ? Unreadable(problem)
            : await KeepAsync(report with { Received = clock.GetUtcNow(), Begin = report.Begin == default ? clock.GetUtcNow() : report.Begin, End = clock.GetUtcNow(), Sender = message.Sender, Verified = AuthorOf(message) }, [source], ct);
    }

    private async Task<SmtpReply> KeepAsync(ReceivedReport report, IReadOnlyList<ReportSource> sources, CancellationToken ct)
    {
        if (await FindOursAsync(report.Domain, ct) is not { } ours)
        {
            Metrics?.Received(report.Kind, "foreign");
            return Foreign;
        }

        if (report.Kind is ReportKind.Tls)
            report = report with { Domain = ours }; // one on TLSA records names the host that they are about
        bool isNew = await store.Reports.AddAsync(report, sources, ct);
        Metrics?.Received(report.Kind, isNew ? "kept" : "known");
        return isNew ? Kept : Known;
    }

    /// <summary>The domain of ours that a name is, or lies in; or our own name.</summary>
    private async ValueTask<string?> FindOursAsync(string domain, CancellationToken ct)
    {
        if (!DomainName.TryNormalize(domain, out var whole))
            return null;
        for (string name = whole; name.Length > 0; name = DomainName.ParentOf(name))
        {
            if (await store.Directory.FindDomainAsync(name, ct) is not null)
                return name;
        }

        return whole.Equals(options.Hostname, StringComparison.OrdinalIgnoreCase) ? whole : null;
    }

    /// <summary>Whose mail the report is, as our checks of it say above its header: there only we write.</summary>
    private string AuthorOf(QueuedMessage message) => new HeaderBlock(message.Prefix).Fields
        .Where(field => field.Name.Equals("Authentication-Results", StringComparison.OrdinalIgnoreCase) && AuthenticationResults.IsFrom(field.Text, options.Hostname))
        .Select(field => AuthenticationResults.AuthorOf(field.Text)).FirstOrDefault() ?? "";

    private SmtpReply Unreadable(string why)
    {
        Metrics?.Received(null, "unreadable");
        return new SmtpReply(550, new(5, 6, 0), $"No report can be read in it: {why}");
    }
}
