# SPDX-License-Identifier: MIT
"""What the requests to one responder cost it: CPU time of all its threads, and resident memory."""
import os


class Meter:
    def __init__(self, responder):
        self.responder, self.pid = responder, responder.process.pid

    def cpu(self):
        """Seconds of all threads, to the nanosecond; /proc/PID/stat counts in hundredths."""
        total = 0
        for task in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{task}/schedstat") as file:
                total += int(file.read().split()[0])
        return total / 1e9

    def resident(self):
        """Bytes."""
        with open(f"/proc/{self.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def cost(self, peer, variables, body, batches=5, batch=20):
        """(seconds of CPU of one request, the last status) on a kept connection: the cheapest batch counts, since what
        is measured is the work, not the neighbours."""
        spent, status = [], None
        for _ in range(batches):
            begin = self.cpu()
            for _ in range(batch):
                status = peer.ask(variables, body, keep=True).status
            spent.append((self.cpu() - begin) / batch)
        return min(spent), status
