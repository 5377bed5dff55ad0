namespace Aether.Protocol.Smtp;

/// <summary>Where <see cref="DataDecoder"/> stands after a step.</summary>
public enum DataStatus
{
    /// <summary>All input was taken, the end of data has not come.</summary>
    More,

    /// <summary>A piece of content was found; there may be more in the input.</summary>
    Content,

    /// <summary>The end of data was found and taken.</summary>
    End,
}
