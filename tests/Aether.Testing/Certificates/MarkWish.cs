namespace Aether.Testing.Certificates;

/// <summary>How a certificate of a mark is to be made: good, unless something is changed.</summary>
public sealed record MarkWish
{
    public string Purpose { get; init; } = "1.3.6.1.5.5.7.3.31";

    /// <summary>What the hash is made of; null: of the image.</summary>
    public byte[]? Hashed { get; init; }

    /// <summary>The image lies in it packed by gzip, as authorities do it.</summary>
    public bool Packed { get; init; } = true;

    public bool WithImage { get; init; } = true;

    public TimeSpan Life { get; init; } = TimeSpan.FromDays(30);

    /// <summary>It says to be of the pilot.</summary>
    public bool Pilot { get; init; }

    public string Mark { get; init; } = "Registered Mark";

    /// <summary>Where it says that it would be revoked.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];
}
