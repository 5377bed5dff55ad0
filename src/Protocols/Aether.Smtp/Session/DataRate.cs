namespace Aether.Smtp.Session;

/// <summary>Watches that content keeps to the minimum rate, so that nobody holds a session with a byte now and then.</summary>
internal struct DataRate(TimeProvider clock, SmtpLimits limits)
{
    private long started;
    private long octets;

    /// <summary>Counts what a read brought while content was awaited.</summary>
    /// <returns>False when it comes too slowly.</returns>
    public bool Count(SmtpInput input, long read)
    {
        if (!input.IsContent)
        {
            (started, octets) = (0, 0);
            return true;
        }

        if (started == 0)
            started = clock.GetTimestamp();
        octets += read;
        var elapsed = clock.GetElapsedTime(started);
        return elapsed <= limits.RateGrace || octets >= elapsed.TotalSeconds * limits.MinDataRate;
    }
}
