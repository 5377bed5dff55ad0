using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>What users may choose as a password, in the spirit of NIST SP 800-63B: length, and nothing that is guessed first. No rules of composition.</summary>
public sealed record PasswordSettings
{
    [Setting("Characters that a password has at least.", Min = "1", Max = "64")]
    public int MinimumLength { get; init; } = 12;

    [Setting("Refuse what is guessed first: common words, rows of keys, the user's address and the host's name, with a few digits or signs around them.")]
    public bool RefuseGuessable { get; init; } = true;
}
