namespace Aether.Testing.Servers;

/// <summary>What an object server does wrong.</summary>
public enum S3Fault
{
    None,

    /// <summary>500.</summary>
    Error,

    /// <summary>503.</summary>
    Busy,

    /// <summary>The connection breaks before anything is done.</summary>
    Broken,

    /// <summary>It is done, and the connection breaks.</summary>
    LostAnswer,

    /// <summary>It is done, and the tag is another's.</summary>
    WrongTag,
}
