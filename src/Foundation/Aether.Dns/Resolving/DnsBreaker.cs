namespace Aether.Dns.Resolving;

/// <summary>
/// Opens when the name servers fall silent, so that mail is not kept waiting for time-outs; a probe in the background
/// closes it (case D08). A domain whose own servers are dead can open it no longer than the probe takes.
/// </summary>
/// <param name="threshold">Time-outs in a row that open it.</param>
/// <param name="interval">From one probe to the next.</param>
/// <param name="probe">Asks what every server knows; true when it was answered.</param>
internal sealed class DnsBreaker(int threshold, TimeSpan interval, TimeProvider clock, Func<Task<bool>> probe)
{
    private readonly Lock gate = new();
    private int silent;
    private long probed;
    private bool probing;

    /// <summary>Questions are not worth asking now.</summary>
    public bool IsOpen => Volatile.Read(ref silent) >= threshold;

    /// <summary>Says whether to fail at once, and probes when it is time to.</summary>
    public bool Refuses()
    {
        if (!IsOpen)
            return false;
        ProbeWhenDue();
        return IsOpen;
    }

    public void Answered() => Volatile.Write(ref silent, 0);

    public void TimedOut()
    {
        if (Interlocked.Increment(ref silent) == threshold)
            ProbeWhenDue();
    }

    private void ProbeWhenDue()
    {
        lock (gate)
        {
            if (probing || (probed != 0 && clock.GetElapsedTime(probed) < interval))
                return;
            probing = true;
            probed = clock.GetTimestamp();
        }

        _ = ProbeAsync();
    }

    private async Task ProbeAsync()
    {
        bool answered = await probe();
        lock (gate)
            probing = false;
        if (answered)
            Answered();
    }
}
