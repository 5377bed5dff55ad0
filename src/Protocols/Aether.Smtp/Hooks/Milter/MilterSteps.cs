namespace Aether.Smtp.Hooks.Milter;

/// <summary>What a filter does not want to hear of, or does not answer. The bits of SMFIP_ in libmilter's mfdef.h.</summary>
[Flags]
internal enum MilterSteps : uint
{
    None = 0,
    NoConnect = 0x1,
    NoHelo = 0x2,
    NoMail = 0x4,
    NoRcpt = 0x8,
    NoBody = 0x10,
    NoHeaders = 0x20,
    NoEndOfHeaders = 0x40,
    SilentHeaders = 0x80,
    NoUnknown = 0x100,
    NoData = 0x200,
    CanSkip = 0x400,
    RefusedRcpt = 0x800,
    SilentConnect = 0x1000,
    SilentHelo = 0x2000,
    SilentMail = 0x4000,
    SilentRcpt = 0x8000,
    SilentData = 0x10000,
    SilentUnknown = 0x20000,
    SilentEndOfHeaders = 0x40000,
    SilentBody = 0x80000,
    LeadingSpace = 0x100000,

    /// <summary>All that we can do; rejected recipients are never shown.</summary>
    Known = 0x1FFFFF & ~RefusedRcpt,
}
