namespace Aether.Imap.Commands.Searching;

/// <summary>What a search says of neighbouring messages, a bit for each: they match, they don't, or neither is known yet.</summary>
internal readonly record struct Verdicts(ulong Yes, ulong No)
{
    /// <summary>Most messages decided at once.</summary>
    public const int Most = 64;

    public static Verdicts operator !(Verdicts verdicts) => new(verdicts.No, verdicts.Yes);

    public static Verdicts operator |(Verdicts left, Verdicts right) => new(left.Yes | right.Yes, left.No & right.No);

    public static Verdicts operator &(Verdicts left, Verdicts right) => new(left.Yes & right.Yes, left.No | right.No);

    /// <summary>The bits of so many messages.</summary>
    public static ulong All(int count) => ulong.MaxValue >> (Most - count);
}
