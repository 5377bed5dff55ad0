using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>A program outside that is asked about mail while its sender waits.</summary>
public sealed record HookSettings
{
    [Setting("What logs and metrics call it.")]
    public string Name { get; init; } = "hook";

    [Setting("Its address: inet:host:port or unix:path of a milter, or the http:// or https:// address of a hook.", Format = SettingFormat.Url)]
    public string Address { get; init; } = "inet:127.0.0.1:8891";

    [Setting("Time for each answer.", Min = "100 ms", Max = "5 min")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    [Setting("What follows when it does not answer: tempfail (the sender tries again) or accept (the mail goes on without it).")]
    public HookFailure OnFailure { get; init; } = HookFailure.TempFail;

    [Setting("Kinds of listeners whose mail it is asked about; none: all.")]
    public IReadOnlyList<SmtpListenerKind> Kinds { get; init; } = [];
}
