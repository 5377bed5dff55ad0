using System.Globalization;

namespace Aether.Validation.Pilot;

/// <summary>What the pilot tells the postmaster of a domain.</summary>
public sealed record PilotLetter(string Domain, string Subject, string Text)
{
    /// <summary>A step can be made, and the pilot may not make it.</summary>
    internal static PilotLetter Proposal(string domain, string step, string published, string next) => new(domain, $"DMARC of {domain}: the next step is {step}", $"""
        Reports of others show that mail in the name of {domain} is in order. Its
        DMARC record can go a step further, to {step}.

        Published:      {published}
        To be published: {next}

        Who sends, and what would fail: aether domain pilot {domain}
        To have steps made without you: aether domain pilot {domain} --allow-publish

        """);

    /// <summary>A step was made.</summary>
    internal static PilotLetter Step(string domain, string step, string published) => new(domain, $"DMARC of {domain} goes on to {step}", $"""
        Reports of others show that mail in the name of {domain} is in order. Its
        DMARC record went a step further, to {step}.

        Published: {published}

        Mail that fails because of it shows in reports within days; then the step is
        taken back. Who sends: aether domain pilot {domain}

        """);

    /// <summary>A step was taken back.</summary>
    internal static PilotLetter FallBack(string domain, string step, string published, string networks, DateTimeOffset until) => new(domain, $"DMARC of {domain} goes back to {step}", string.Create(CultureInfo.InvariantCulture, $"""
        Mail in the name of {domain} fails that was in order before the last step. It
        comes from {networks}.
        The step was taken back, to {step}. No other is made before {until:yyyy-MM-dd}.

        Published: {published}

        Bring these senders in by SPF or DKIM, or say that they are not yours:
        aether domain pilot {domain} --not-mine NETWORK

        """));
}
