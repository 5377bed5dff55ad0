namespace Aether.Identity.Logins;

/// <summary>
/// Tells refusals at set moments: a whole number of steps after their attempt began. What the work for it took, which differs by tenths of a millisecond
/// with who has an account, can't be seen that way (case A01). Whoever gets in waits for nothing.
/// </summary>
/// <param name="step">Longer than the work usually takes; zero: refusals are told at once.</param>
internal sealed class RefusalPace(TimeSpan step, TimeProvider clock)
{
    /// <summary>An attempt begins.</summary>
    public Attempt Begin() => new(step > TimeSpan.Zero ? new PeriodicTimer(step, clock) : null);

    /// <summary>Counts from its making. The moments are the timer's own: were they reckoned from when the work ended, they would tell it.</summary>
    internal readonly struct Attempt(PeriodicTimer? timer) : IDisposable
    {
        /// <summary>Holds back what is to be told, if it is a refusal.</summary>
        public async ValueTask<LoginResult> TellAsync(ValueTask<LoginResult> work, CancellationToken ct)
        {
            var result = await work;
            if (timer is null || result.Status is not LoginStatus.BadCredentials)
                return result;
            // A moment that came while the work lasted counts as passed.
            var moment = timer.WaitForNextTickAsync(ct);
            if (moment.IsCompletedSuccessfully)
                moment = timer.WaitForNextTickAsync(ct);
            await moment;
            return result;
        }

        public void Dispose() => timer?.Dispose();
    }
}
