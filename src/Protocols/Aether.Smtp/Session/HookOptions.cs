namespace Aether.Smtp.Session;

/// <summary>One program outside that is asked about mail.</summary>
/// <param name="Name">For logs and metrics.</param>
/// <param name="Address"><c>inet:host:port</c> or <c>unix:path</c> of a milter, or the http address of a hook.</param>
public sealed record HookOptions(string Name, string Address)
{
    /// <summary>For each question.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What follows when it does not answer.</summary>
    public HookFailurePolicy OnFailure { get; init; }

    /// <summary>The listeners whose mail it sees; empty: all.</summary>
    public IReadOnlyList<SmtpListenerKind> Kinds { get; init; } = [];
}
