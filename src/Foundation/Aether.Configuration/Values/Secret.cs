namespace Aether.Configuration.Values;

/// <summary>A value that no log, error or listing ever shows: printing it gives a mask, and only <see cref="Reveal"/> the text.</summary>
public sealed class Secret(string value)
{
    public const string Mask = "********";

    private readonly string value = value;

    public string Reveal() => value;

    public override string ToString() => Mask;
}
