namespace Aether.Queue.Dsn;

/// <summary>How much of the message goes back with a report. RFC 3461 §4.3.</summary>
internal enum ReturnedContent
{
    Headers,
    Full,
}
