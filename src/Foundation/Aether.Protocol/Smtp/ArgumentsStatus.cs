namespace Aether.Protocol.Smtp;

/// <summary>How the arguments of a command were found; each refusal has its own reply. RFC 5321 §4.2.4.</summary>
public enum ArgumentsStatus
{
    Ok,

    /// <summary>Not of the command's form: 501 5.5.4.</summary>
    Syntax,

    /// <summary>The path is not an address: 501 5.1.3 or 5.1.7.</summary>
    BadAddress,

    /// <summary>A parameter has a wrong value, or came twice: 501 5.5.4.</summary>
    BadParameter,

    /// <summary>A parameter is not known: 555 5.5.4 (RFC 5321 §4.1.1.11).</summary>
    UnknownParameter,
}
