namespace Aether.Mime.Scanning;

/// <summary>Which limit of the top-level header a message breaks; known while it still arrives.</summary>
public enum HeaderViolation
{
    None,
    FieldTooLong,
    HeadersTooLong,
    TooManyFields,
}
