namespace Aether.Protocol.Smtp;

/// <summary>The RET parameter of MAIL: what a failure report carries of the message. RFC 3461 §4.3.</summary>
public enum DsnReturn
{
    Unspecified,
    Full,
    Headers,
}
