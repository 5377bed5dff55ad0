namespace Aether.Net.Polling;

/// <summary>What a <see cref="PollLoop"/> tells of its readiness.</summary>
internal interface IPolled
{
    int Descriptor { get; }

    /// <param name="what">Bits of <see cref="Epoll"/>.</param>
    /// <param name="isQuiet">Few others wait for the loop.</param>
    void OnNotice(uint what, bool isQuiet);
}
