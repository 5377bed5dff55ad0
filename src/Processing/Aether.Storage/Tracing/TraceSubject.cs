using Aether.Storage.Threads;

namespace Aether.Storage.Tracing;

/// <summary>What a trace keeps of a subject: a hash of what it reads without "Re:" and the like, so that who knows it finds it and nobody reads it there.</summary>
public static class TraceSubject
{
    /// <param name="subject">As it stands in the header, or as somebody typed it.</param>
    public static long Hash(string subject) => ThreadKeys.SubjectHash(subject);
}
