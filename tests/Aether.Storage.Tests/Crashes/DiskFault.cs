namespace Aether.Storage.Tests.Crashes;

/// <summary>How a call to the disk goes wrong.</summary>
internal enum DiskFault
{
    None,

    /// <summary>ENOSPC, after half of the octets were written.</summary>
    Full,

    /// <summary>EIO.</summary>
    Broken,

    /// <summary>EMFILE.</summary>
    NoDescriptors,
}
