using System.Runtime.CompilerServices;

namespace Aether.Net.Polling;

/// <summary>Awaited in a <see cref="PollLoop"/> it goes on in the thread pool; elsewhere it goes on at once.</summary>
public readonly struct LoopExit : ICriticalNotifyCompletion, IEquatable<LoopExit>
{
    public bool IsCompleted => !PollLoop.IsCurrent;

    public LoopExit GetAwaiter() => this;

    public void GetResult()
    {
        // There is nothing to give.
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(static state => ((Action)state!)(), continuation, preferLocal: false);

    public bool Equals(LoopExit other) => true;

    public override bool Equals(object? obj) => obj is LoopExit;

    public override int GetHashCode() => 0;

    public static bool operator ==(LoopExit left, LoopExit right) => left.Equals(right);

    public static bool operator !=(LoopExit left, LoopExit right) => !left.Equals(right);
}
