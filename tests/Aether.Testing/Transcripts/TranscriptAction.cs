namespace Aether.Testing.Transcripts;

/// <summary>What one line of a transcript asks for.</summary>
internal enum TranscriptAction
{
    Send,
    CloseClient,
    ExpectLine,
    ExpectBytes,
    ExpectClose,
    SkipLines,
    Advance,
}
