namespace Aether.Smtp.Session;

/// <summary>What the loop does once the reply is out.</summary>
internal enum AfterReply
{
    GoOn,
    StartTls,
    Close,
}
