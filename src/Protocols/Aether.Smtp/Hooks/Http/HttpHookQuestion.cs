namespace Aether.Smtp.Hooks.Http;

/// <summary>What a service is asked.</summary>
/// <param name="Stage"><c>mail</c>, <c>rcpt</c> or <c>content</c>.</param>
/// <param name="Message">Correlation id of the message.</param>
/// <param name="Listener"><c>mx</c>, <c>submission</c> or <c>lmtp</c>.</param>
/// <param name="Sender">Empty for the null sender.</param>
internal sealed record HttpHookQuestion(string Stage, string Message, string Listener, string Address, string Helo, bool Tls, string? Login, string Sender)
{
    /// <summary>The one that is asked about, or all that were taken.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    public long? Size { get; init; }

    public IReadOnlyList<HttpHookField>? Headers { get; init; }
}
