namespace Aether.Protocol.Imap;

/// <summary>A run of message numbers or UIDs, both ends included. RFC 3501 §9 seq-range.</summary>
public readonly record struct SequenceRange(uint First, uint Last)
{
    public bool Contains(uint number) => number >= First && number <= Last;
}
