using Aether.Dns.Resolving;
using Aether.Validation.Arc;
using Aether.Validation.Authors;
using Aether.Validation.Bimi;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Domains;
using Aether.Validation.Lookups;
using Aether.Validation.Messages;
using Aether.Validation.Results;
using Aether.Validation.Spf;

namespace Aether.Validation.Checks;

/// <summary>The checks of one message on its way in: told its envelope and its header, asked at the end. Nothing of the body is kept.</summary>
public sealed class MessageCheck : IDisposable
{
    private readonly CheckOptions options;
    private readonly ValidationMetrics metrics;
    private readonly DkimKeys keys;
    private readonly TimeProvider clock;
    private readonly Envelope envelope;
    private readonly MessageLookups dns;
    private readonly Task<(ReverseOutcome Reverse, SpfOutcome Helo, SpfOutcome MailFrom)> sender;
    private DkimVerification? dkim;
    private ArcVerification? arc;
    private string? selector;
    private AuthorFinding author = new(null, "there is no header");

    /// <summary>Begins: what the envelope tells is looked up while the content is still coming.</summary>
    /// <param name="keys">Published keys that were read before.</param>
    public MessageCheck(IDnsResolver resolver, CheckOptions options, ValidationMetrics metrics, DkimKeys keys, TimeProvider clock, Envelope envelope)
    {
        (this.options, this.metrics, this.keys, this.clock, this.envelope) = (options, metrics, keys, clock, envelope);
        dns = new MessageLookups(resolver, options.Lookups, clock);
        sender = CheckSenderAsync();
    }

    public BimiIndicators? Indicators { get; init; }

    /// <summary>Takes the header, before any of the body.</summary>
    /// <param name="bodies">Who hashes the body; the hashes needed are asked for here.</param>
    public void TakeHeader(HeaderBlock header, BodyHashes bodies)
    {
        author = AuthorDomain.Find(header);
        dkim = new DkimVerification(header, bodies, options.Dkim, author.Domain) { Keys = keys };
        arc = new ArcVerification(header, bodies, options.Dkim) { Keys = keys };
        selector = Indicators is null ? null : BimiSelector.Find(header);
    }

    /// <summary>Ends the checks, when the body has passed.</summary>
    public async ValueTask<MailAuthentication> CompleteAsync(CancellationToken ct)
    {
        long started = clock.GetTimestamp();
        var (reverse, helo, mailFrom) = await sender.WaitAsync(ct);
        var signatures = dkim is null ? [] : await dkim.CompleteAsync(dns, clock.GetUtcNow(), ct);
        var chain = arc is null ? ArcOutcome.None : await arc.CompleteAsync(dns, ct);
        var dmarc = await new DmarcChecker(dns, options.DmarcMode, options.Suffixes).CheckAsync(author, mailFrom, signatures, ct);
        var found = Disposition.Decide(
            new MailAuthentication(options.ServiceId)
            {
                Reverse = reverse,
                HeloSpf = helo,
                Spf = mailFrom,
                Sender = envelope.Sender,
                Helo = envelope.Helo,
                Dkim = signatures,
                Arc = chain,
                Dmarc = dmarc,
                LooksLike = author.Domain is { } domain ? Lookalike.Find(domain) : null,
                HasTemporaryErrors = dns.HasFailed,
            },
            options);
        if (Indicators is { } indicators)
            found = found with { Bimi = await new BimiCheck(dns, indicators).RunAsync(dmarc, signatures, selector, ct) };
        metrics.Checked(found, clock.GetElapsedTime(started));
        return found;
    }

    public void Dispose() => dns.Dispose();

    // Nobody cancels it: when the look-ups are over, all it still asks fails at once.
    private async Task<(ReverseOutcome Reverse, SpfOutcome Helo, SpfOutcome MailFrom)> CheckSenderAsync()
    {
        var checker = new SpfChecker(dns, options.Spf, clock);
        var request = new SpfRequest(envelope.Client, envelope.Helo, envelope.Sender, options.ServiceId);
        var reverse = ReverseName.CheckAsync(dns, envelope.Client, CancellationToken.None);
        var helo = await checker.CheckAsync(request, SpfIdentity.Helo, CancellationToken.None);
        var mailFrom = await checker.CheckAsync(request, SpfIdentity.MailFrom, CancellationToken.None);
        return (await reverse, helo, mailFrom);
    }
}
